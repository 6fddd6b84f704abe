// SPDX-License-Identifier: BSL-1.0
//
// The protocol of a managed loop, for spin: what the manager and the workers say to each other, in
// every order in which it can happen. Times and schedules are left to chance: a chunk has any
// size, anything not begun may be taken back at any moment.
//
//   W workers   N indices   CHUNK the longest chunk   CALLS loops, one after the other
//   RENDEZVOUS  a message has gone out when its receiver has taken it, not when it is on its way
//   REMOTE      so many of the workers are on another node: nothing is taken back from them
//   LEAVE  FAIL  STOP    bodies may break, throw, or ask to stop (as the root may)
//   COLLECT  RETRY       what a throwing body means, if it does not stop the loop
//   QUIT                 the root may leave before the end, as in a loop over results
//   SURVIVE DEATHS       so many workers may die, or be taken for dead
//   FAULT                one that is planted, by its number: spin has to find it
//
// What has to hold: nobody waits for ever; no index is visited twice (with RETRY: once more for
// each failure; with SURVIVE: once more for each loss), none counts twice; while some worker stays
// and nobody stops the loop, none is left out; all hear of all failures; what has been said is
// bounded, so that no send has to wait.
#ifndef W
#define W 2
#endif
#ifndef N
#define N 3
#endif
#ifndef CHUNK
#define CHUNK 2
#endif
#ifndef CALLS
#define CALLS 1
#endif
#ifndef REMOTE
#define REMOTE 0
#endif
#ifndef DEATHS
#define DEATHS 0
#endif
#ifndef UP
#define UP 6
#endif
#ifndef DOWN
#define DOWN 5
#endif
#ifndef FAULT
#define FAULT 0
#endif

#define FORGETS_LEFT 1       // the manager forgets what a leaving worker had
#define LEAVES_SILENTLY 2    // a worker leaves without a word
#define QUITS_SILENTLY 3     // the root leaves without `end`
#define TEARS_STAKE 4        // a worker reads its stake, and then writes it
#define ENDS_EARLY 5         // the loop is over while a look-ahead chunk is out
#define LOSES_HALT 6         // who has a chunk is not told to stop
#define LEAVES_THE_HUNGRY 7  // who waits for work is not thought of when some comes back
#define SENDS_WAIT 8         // a send returns when the message has been taken
#define MIXES_CALLS 9        // what was said in an earlier loop is heard in this one
#define IGNORES_UNSEEN 10    // the loop is over before all have come to it
#define HAS_ONE_STAKE 11     // the look-ahead chunk lies on the stake of the chunk before it
#define LEAVES_AT_GIVEN 12   // who leaves counts what it was given as visited
#define DROPS_RETRY 13       // who waits for another try when the loop ends is forgotten
#define FORGETS_LOST 14      // what a dead worker had is not given again
#define TAKES_LATE_WORDS 15  // the report of a worker that was taken for dead counts

mtype = { hello, work, halt, end, results, done, failed, left };
mtype = { unseen, present, gone, lost };

// Messages: the call, the word, a range, and what else is said.
chan up[W]   = [UP] of { byte, mtype, byte, byte, byte };
chan down[W] = [DOWN] of { byte, mtype, byte, byte, byte };

typedef stake_word { byte begun; byte limit };
stake_word stakes[2 * W];
#if FAULT == HAS_ONE_STAKE
#define stake_of(w, slot) stakes[2 * (w)]
#else
#define stake_of(w, slot) stakes[2 * (w) + (slot)]
#endif
#define is_staked(w) ((w) < W - REMOTE)

// What nobody in the loop sees: the account of what has happened in the running loop of each.
typedef account {
  byte visited[N];
  byte counted[N];
  byte thrown;      // exceptions
  bool tried[N];    // once more, because it failed
  byte tries;
  byte losses;      // of workers
  bool owed[W];     // was told, or has to be, that the loop is stopped
};
account books[CALLS];
bool dead[W];

#if FAULT == SENDS_WAIT
#define wait_for(channel) empty(channel)
#else
#define wait_for(channel) skip
#endif

// ---------------------------------------------------------------------------------- manager

typedef chunk { byte first; byte last };
typedef worker_state {
  mtype is;
  byte chunks;    // handed out, and not reported on
  bit next;       // the slot of the next chunk
  chunk slot[2];
};
worker_state known[W];
#define oldest(w) ((known[w].next + known[w].chunks) % 2)

// Used within one step, and so no part of a state.
#if FAULT == SENDS_WAIT
#define hidden
#endif
hidden byte w, v, i, n, a, b, from_call, first, last, note;
hidden mtype what;
hidden byte said_in, from, to, said;
hidden mtype word;

byte call_now;
byte supply;        // the indices that nobody has, a bit each
byte came;          // the indices whose results have come
byte again[N];      // to be tried again: 1 + where it failed
byte not_seen, left_us, failures, to_doubt = DEATHS, to_die = DEATHS;
bool stopping;

#define bit_of(i) (1 << (i))
#define has_work (supply != 0 || retry_waits)
bool retry_waits;

inline say(w, what, first, last, note) {
  assert(nfull(down[w]));
  down[w]!call_now, what, first, last, note;
  wait_for(down[w])
}

inline give_back(from, to) {
  for (i : from .. to - 1) { supply = supply | bit_of(i) }
}

inline stop_all() {
  if
  :: stopping -> skip
  :: else ->
     stopping = true;
     for (i : 0 .. W - 1) {
       if
       :: known[i].chunks != 0 ->
          books[call_now].owed[i] = true;
#if FAULT != LOSES_HALT
          say(i, halt, 0, 0, 0)
#endif
       :: else -> skip
       fi
     }
  fi
}

inline book_failure(index, where) {
#ifdef RETRY
  if
  :: index < N && !books[call_now].tried[index] && !stopping ->
     books[call_now].tried[index] = true;
     again[index] = where + 1;
     retry_waits = true
  :: else -> failures++
  fi
#else
  failures++;
#ifndef COLLECT
  stop_all()
#endif
#endif
}

inline hand_out(w) {
  say(w, work, a, b, 0);
  stake_of(w, known[w].next).begun = a;
  stake_of(w, known[w].next).limit = b;
  known[w].slot[known[w].next].first = a;
  known[w].slot[known[w].next].last = b;
  known[w].chunks++;
  known[w].next = 1 - known[w].next
}

inline hand_out_some(w) {
  if :: n = 1 :: CHUNK > 1 -> n = CHUNK fi;
  a = 0;
  do :: !(supply & bit_of(a)) -> a++ :: else -> break od;
  b = a;
  do
  :: b < N && b - a < n && (supply & bit_of(b)) -> supply = supply & ~bit_of(b); b++
  :: else -> break
  od;
  hand_out(w)
}

// What failed elsewhere, or here if there is nobody else.
inline hand_out_again(w) {
  a = 0;
  do
  :: a < N && (again[a] == 0 || (again[a] == w + 1 && left_us < W - 1)) -> a++
  :: else -> break
  od;
  if
  :: a < N ->
     again[a] = 0;
     books[call_now].tries++;
     b = a + 1;
     hand_out(w);
     retry_waits = false;
     for (i : 0 .. N - 1) { retry_waits = retry_waits || again[i] != 0 }
  :: else -> skip
  fi
}

inline feed(w) {
  if
  :: known[w].is == present && !stopping ->
     if
     :: known[w].chunks == 0 && retry_waits -> hand_out_again(w)
     :: else -> skip
     fi;
     if
     :: known[w].chunks == 0 && supply != 0 -> hand_out_some(w)
     :: else -> skip
     fi;
     if
     :: known[w].chunks == 1 && supply != 0 -> hand_out_some(w)    // it looks ahead, or does not
     :: true
     fi
  :: else -> skip
  fi
}

inline feed_the_hungry() {
  for (v : 0 .. W - 1) {
    if
    :: has_work && known[v].chunks == 0 && FAULT != LEAVES_THE_HUNGRY -> feed(v)
    :: else -> skip
    fi
  }
}

// Of the next chunk of a worker what it has not begun, else half of the rest of the open one.
inline take_back(w, k) {
  if :: n = 0 :: oldest(w) == k -> n = 1 fi;
  a = stake_of(w, k).begun + n;
  b = known[w].slot[k].last;
  if
  :: a < b ->
     stake_of(w, k).limit = a;
     known[w].slot[k].last = a;
     give_back(a, b)
  :: else -> skip
  fi
}
#define rest_of(w, slot) (stake_of(w, slot).limit - stake_of(w, slot).begun)

#define is_hungry(w) (known[w].is == present && known[w].chunks == 0)

inline relieve() {
  for (w : 0 .. W - 1) {
    if
    :: is_staked(w) && known[w].chunks == 2 && rest_of(w, 1 - oldest(w)) > 0 ->
       take_back(w, 1 - oldest(w)); break
    :: is_staked(w) && known[w].chunks != 0 && rest_of(w, oldest(w)) > 0 ->
       take_back(w, oldest(w)); break
    :: true
    fi
  }
  feed_the_hungry()
}

#define again_of(i) books[call_now].tried[i]

inline count_back(from, to) {
  for (i : from .. to - 1) {
    assert(books[call_now].counted[i] <= again_of(i));
    books[call_now].counted[i]++;
    came = came | bit_of(i)
  }
}
inline forget(w, k) {
  known[w].slot[k].first = 0;
  known[w].slot[k].last = 0
}

inline take() {
  if
  :: known[w].is == lost && !(FAULT == TAKES_LATE_WORDS && what == done) -> skip
  :: else ->
     if
     :: what == hello ->
        not_seen--;
        known[w].is = present;
        if
        :: note -> known[w].is = gone; left_us++; book_failure(N, w)
        :: else -> skip
        fi
     :: what == results -> count_back(first, last)
     :: what == done ->
        count_back(first, last);
        if
        :: known[w].is != lost ->
           assert(known[w].chunks != 0);
           n = oldest(w);
           give_back(last, known[w].slot[n].last);
#if FAULT != HAS_ONE_STAKE
           stake_of(w, n).begun = 0;
           stake_of(w, n).limit = 0;
#endif
           forget(w, n);
           known[w].chunks--
        :: else -> skip
        fi
     :: what == left ->
        known[w].is = gone;
        left_us++;
        count_back(first, last);
        if
        :: note -> book_failure(last - 1, w)
        :: else -> skip
        fi;
        if
        :: known[w].chunks == 0 -> skip
        :: else ->
#if FAULT != FORGETS_LEFT
           n = oldest(w);
           if
           :: last > known[w].slot[n].first -> known[w].slot[n].first = last
           :: else -> skip
           fi;
           give_back(known[w].slot[n].first, known[w].slot[n].last);
           if
           :: known[w].chunks == 2 -> give_back(known[w].slot[1 - n].first, known[w].slot[1 - n].last)
           :: else -> skip
           fi;
#endif
           forget(w, 0);
           forget(w, 1);
           known[w].chunks = 0
        fi
     :: what == failed -> book_failure(first, w)
     fi;
     if
     :: what == done && note -> stop_all()
     :: else -> skip
     fi;
     feed(w);
     feed_the_hungry()
  fi
}

// A worker has died, or has been silent for too long with work in hand.
#define may_be_lost(w) \
  ((known[w].is == unseen || known[w].is == present) && (dead[w] || (to_doubt && known[w].chunks)))

inline lose(w) {
  if :: known[w].is == unseen -> not_seen-- :: else -> skip fi;
  known[w].is = lost;
  books[call_now].losses++;
  left_us++;
  if :: dead[w] -> skip :: else -> to_doubt-- fi;
#if FAULT != FORGETS_LOST
  for (n : 0 .. 1) {
    if
    :: (n == oldest(w) && known[w].chunks != 0) || known[w].chunks == 2 ->
       if
       :: is_staked(w) -> stake_of(w, n).limit = stake_of(w, n).begun
       :: else -> skip
       fi;
       for (i : known[w].slot[n].first .. known[w].slot[n].last - 1) {
         if
         :: !(came & bit_of(i)) -> supply = supply | bit_of(i)
         :: else -> skip
         fi
       }
    :: else -> skip
    fi
  }
#endif
  forget(w, 0);
  forget(w, 1);
  known[w].chunks = 0;
  feed_the_hungry()
}

#if FAULT == ENDS_EARLY
#define is_busy(w) (known[w].chunks > 1)
#else
#define is_busy(w) (known[w].chunks > 0)
#endif
#if W == 1
#define any(what) what(0)
#elif W == 2
#define any(what) (what(0) || what(1))
#else
#define any(what) (what(0) || what(1) || what(2))
#endif
#if FAULT == IGNORES_UNSEEN
#define all_have_come (not_seen < W)
#else
#define all_have_come (not_seen == 0)
#endif
#define is_over (all_have_come && !any(is_busy) && (stopping || !has_work || left_us == W))

// `early`: the root leaves, and the loop does not come to its end.
inline end_loop(early) {
#if FAULT != DROPS_RETRY
  for (i : 0 .. N - 1) {
    if :: again[i] -> failures++; again[i] = 0 :: else -> skip fi
  }
#endif
  for (w : 0 .. W - 1) {
    if
#if FAULT == QUITS_SILENTLY
    :: early -> skip
#endif
    :: known[w].is == gone -> skip
    :: else -> say(w, end, early, failures, 0)
    fi
  }
}

// The end of a loop that has come to it.
inline check_books() {
#ifndef SURVIVE
  assert(failures + books[call_now].tries == books[call_now].thrown);
#endif
  for (i : 0 .. N - 1) {
#ifndef SURVIVE
    assert(books[call_now].visited[i] == books[call_now].counted[i]);
#endif
    assert(stopping || left_us == W || books[call_now].counted[i] == 1 + again_of(i));
#ifndef SURVIVE
    books[call_now].visited[i] = 0;    // nobody visits them any more: fewer states
    books[call_now].counted[i] = 0
#endif
  }
}

inline forget_all() {
  for (w : 0 .. W - 1) {
    known[w].is = unseen;
    known[w].chunks = 0;
    known[w].next = 0;
    forget(w, 0);
    forget(w, 1)
  }
  for (i : 0 .. N - 1) { again[i] = 0 }
  supply = 0; came = 0; not_seen = 0; left_us = 0; failures = 0;
  stopping = false; retry_waits = false;
  call_now++
}

#if FAULT == MIXES_CALLS
#define is_of_now(call) true
#else
#define is_of_now(call) (call == call_now)
#endif

// What belongs to a later loop stays where it is until then. And as the workers are alike, the first
// to come to the first loop may as well be worker 0, and so on.
#define has_news(w) (nempty(up[w]) && !up[w]?[eval(call_now + 1), _, _, _, _] && may_come(w))
#define may_come(w) (w == 0 || REMOTE || call_now || known[w - (w != 0)].is != unseen)

// The root stops or leaves when something has come: if it could do so at any moment, no loop in which
// all wait for ever would be seen.
inline may_stop() {
  if
  :: true
#ifdef STOP
  :: stop_all()
#endif
#ifdef QUIT
  :: end_loop(1); forget_all(); goto next_loop
#endif
  fi
}

inline hear_from(who) {
  w = who;
  up[w]?from_call, what, first, last, note;
  if
  :: is_of_now(from_call) -> take(); may_stop()
  :: else -> skip
  fi
}

proctype manager() {
next_loop:
  do
  :: call_now < CALLS ->
     atomic { not_seen = W; supply = bit_of(N) - 1; may_stop() }
     do
     :: atomic { has_news(0) -> hear_from(0) }
#if W > 1
     :: atomic { has_news(1) -> hear_from(1) }
#endif
#if W > 2
     :: atomic { has_news(2) -> hear_from(2) }
#endif
     :: atomic { !stopping && supply == 0 && any(is_hungry) && any(is_busy) -> relieve(); may_stop() }
#ifdef SURVIVE
     :: atomic { may_be_lost(0) -> lose(0) }
#if W > 1
     :: atomic { may_be_lost(1) -> lose(1) }
#endif
#if W > 2
     :: atomic { may_be_lost(2) -> lose(2) }
#endif
#endif
     :: atomic { is_over -> end_loop(0); check_books(); forget_all(); break }
     od
  :: else -> break
  od;

end_of_program:
#ifdef RENDEZVOUS
  // Whatever comes next, MPI_Finalize at the latest, takes in what is still on its way.
  do
  :: up[0]?_, _, _, _, _
#if W > 1
  :: up[1]?_, _, _, _, _
#endif
#if W > 2
  :: up[2]?_, _, _, _, _
#endif
  od
#else
  false
#endif
}

// ---------------------------------------------------------------------------------- workers

inline report(what, from, to, note) {
  assert(nfull(up[me]));
  up[me]!call, what, from, to, note;
  wait_for(up[me])
}

#define front ((heard + chunks) % 2)
#define limit_of(w, slot) (is_staked(w) -> stake_of(w, slot).limit : ends[slot])

// A look between two examples matters when there is news; a chunk can as well be heard of later.
#define hears_something \
  ((chunks == 0 && nempty(down[me])) || \
   down[me]??[eval(call), halt, _, _, _] || down[me]??[eval(call), end, _, _, _])

inline hear() {
  down[me]?said_in, word, from, to, said;
  assert(said_in <= call);
  if
  :: said_in != call -> skip    // a halt, of a loop that this rank has left
  :: said_in == call && word == work ->
     assert(chunks < 2);
     begins[heard] = from;
     ends[heard] = to;
     heard = 1 - heard;
     chunks++
  :: said_in == call && word == halt -> halted = true
  :: said_in == call && word == end ->
     assert(halted || !books[call].owed[me]);
#ifndef SURVIVE
     assert(from || to + books[call].tries == books[call].thrown);
#endif
     ended = true;
     chunks = 0;
     open = false
  fi
}

// Leaves the loop, and sees to it that the manager will hear of it.
inline leave(why) {
#if FAULT != LEAVES_SILENTLY
#if FAULT == LEAVES_AT_GIVEN
  report(left, shown, given, why);
#else
  report(left, shown, at, why);
#endif
#ifdef RENDEZVOUS
  empty(up[me]);
#endif
#endif
  left_it = true
}

#define can_begin \
  (!ended && !left_it && open && !halted && !stopped && given < limit_of(me, front))

#define is_at_work (!ended && !left_it && chunks != 0)

inline open_chunk() {
  if
  :: open -> skip
  :: else -> open = true; given = begins[front]; at = given; shown = given
  fi
}

inline take_some() {
  if
  :: can_begin -> given++
  :: can_begin -> given = limit_of(me, front)
  :: else -> skip
  fi
}

inline begin() {
  if :: is_staked(me) -> stake_of(me, front).begun = given :: else -> skip fi
}

inline report_if_through() {
  if
  :: is_at_work && !can_begin ->
     report(done, shown, at, stopped);
     open = false;
     begins[front] = 0;
     ends[front] = 0;
     given = 0;
     at = 0;
     shown = 0;
     chunks--
  :: else -> skip
  fi
}

// The body of the loop, for the indices that it was given at once.
inline visit() {
  do
  :: at < given && !left_it ->
     assert(books[call].visited[at] <= books[call].tried[at] + books[call].losses);
     books[call].visited[at]++;
     at++;
     if
     :: true
#ifdef LEAVE
     :: leave(0)
#endif
#ifdef FAIL
     :: books[call].thrown++; leave(1)
     :: books[call].thrown++; report(failed, at - 1, at, 0)
#endif
#ifdef STOP
     :: stopped = true
#endif
     fi
  :: else -> break
  od
}

proctype worker(byte me) {
  byte call, begins[2], ends[2], chunks, given, at, shown;
  bit heard;
  bool open, halted, stopped, ended, left_it;

  do
  :: call < CALLS ->
     if
     :: report(hello, 0, 0, 0)
#ifdef LEAVE
     :: atomic { report(hello, 0, 0, 0); leave(0) }
#endif
#ifdef FAIL
     :: atomic { books[call].thrown++; report(hello, 0, 0, 1); left_it = true }
#endif
     fi;
     do
     :: ended || left_it -> break
     :: atomic { !ended && !left_it && hears_something -> hear() }
#if FAULT == TEARS_STAKE
     :: atomic { is_at_work -> open_chunk() } take_some(); atomic { begin(); visit(); report_if_through() }
#else
     :: atomic { is_at_work -> open_chunk(); take_some(); begin(); visit(); report_if_through() }
#endif
#ifdef SURVIVE
     :: atomic { !left_it && open && shown < at -> report(results, shown, at, 0); shown = at }
     :: atomic { to_die -> to_die--; dead[me] = true; goto end_of_program }
#endif
     od;
     atomic {
       call++;
       begins[0] = 0; begins[1] = 0; ends[0] = 0; ends[1] = 0;
       chunks = 0; given = 0; at = 0; shown = 0; heard = 0;
       open = false; halted = false; stopped = false; ended = false; left_it = false
     }
  :: else -> break
  od;

end_of_program:
#ifdef RENDEZVOUS
  do :: down[me]?_, _, _, _, _ od
#else
  false
#endif
}

init {
  atomic {
    for (w : 0 .. W - 1) { known[w].is = unseen }
    run manager();
    for (i : 0 .. W - 1) { run worker(i) }
  }
}
