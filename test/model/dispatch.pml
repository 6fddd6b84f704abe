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
//   COLLECT  RETRY=n     what a throwing body means, if it does not stop the loop
//   QUIT                 the root may leave before the end, as in a loop over results
//   SURVIVE DEATHS       so many workers may die, and so many be taken for dead for a while
//   GROWS       a pool: the root adds the N tasks while the loop goes on, and then closes it
//   SEEDS=n     a loop with a feeder: n items at first, and the first N - n items add one each
//   AT_ONCE     what an item adds comes before its result, and not with it
//   FAULT                one that is planted: spin has to find it
//
// What has to hold: nobody waits for ever, nor does work go round among the workers for ever; no
// index is visited twice (with RETRY: once more for each failure; with SURVIVE: once more for each
// loss), none comes to its end twice; while some worker stays and nobody stops the loop, none is
// left out, nor is any added twice; what failed goes to every other worker before it comes back to
// one; all hear of all failures; what has been said is bounded, so that no send has to wait.
//
// Not here: ranges that do not know their size, what a loop hands its results to, and tasks that
// are cancelled while they wait, of which no worker knows.
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
#ifdef SEEDS
#define adds(index) ((index) < N - SEEDS)
#else
#define adds(index) false
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
#define TAKES_ALL 16         // a worker that has not begun its chunk may lose all of it
#define RETRIES_ANYWHERE 17  // what failed goes to whoever asks
#define FORGETS_RETURNED 18  // what was to be tried again, and comes back, is like any other
#define GIVES_SETTLED 19     // what a lost worker has sent the results of is given again
#define QUIET_WHEN_ALL_LOST 20  // no worker is left to do the rest, and that is no failure
#define RETRIES_LATE_WORDS 21   // the failure of a worker that was taken for dead is tried again
#define ENDS_OPEN 22            // the loop is over when all are back, closed or not
#define ADDS_LATE_WORDS 23      // what a worker that was taken for dead has made is added
#define ADDS_AT_ONCE 24         // an item that may be given again adds before its result comes
#define QUIET_WHEN_SOME_WAIT 25 // no worker is left for what has no index yet: that is no failure

mtype = { hello, work, halt, end, results, done, failed, left, added };
mtype = { unseen, present, silent, gone };
mtype = { fresh, again, suspect };

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
#define can_be_stolen(w) ((w) < W - REMOTE)

// What nobody in the loop sees: the account of what has happened in the running loop of each.
typedef account {
  byte visited[N];
  byte counted[N];  // visits that the manager knows to have come to their end
  byte threw[N];    // and to have thrown
  byte failing[W];  // these, as long as their chunk is not done: a bit for each index
  byte thrown;      // exceptions
  byte tried[N];    // again, or to be, because it failed
  byte tries;       // of these, begun
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

typedef chunk { byte first; byte last; mtype is; bool on };
typedef worker_state {
  mtype is;
  byte chunks;    // handed out, and not reported on
  bit next;       // the slot of the next chunk
  chunk slot[2];
  byte settled;   // what has come of the first one
};
worker_state known[W];
#define oldest(w) ((known[w].next + known[w].chunks) % 2)

// Used within one step, and so no part of a state.
#if FAULT == SENDS_WAIT
#define hidden
#endif
hidden byte w, v, u, i, n, a, b, from_call, first, last, note;
hidden byte fits;
hidden mtype what, kind;
hidden byte said_in, from, to, said;
hidden mtype word;

byte call_now;
byte supply;         // the indices that nobody has, a bit each
byte waiting, size;  // where more come: how many have no index yet, and how many have one
byte to_retry;       // those that have failed, and wait for another try
byte suspects;       // those that a lost worker had begun
byte failed_on[N];   // the workers on which it has failed, a bit each
byte last_on[N];
byte not_seen, left_us, failures, to_doubt = DEATHS, to_die = DEATHS;
bool stopping, has_lost, may_grow;

#define bit_of(i) (1 << (i))
#define has_fresh (supply != 0 || waiting != 0)
#define has_work (has_fresh || to_retry != 0 || suspects != 0)
#define computing (left_us < W -> W - left_us : 1)

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
  :: index < N && !stopping ->
     failed_on[index] = failed_on[index] | bit_of(where);
     last_on[index] = where;
     if
     :: books[call_now].tried[index] < RETRY ->
        books[call_now].tried[index]++;
        to_retry = to_retry | bit_of(index)
     :: else -> failures++
     fi
  :: else -> failures++
  fi
#else
  failures++;
#ifndef COLLECT
  stop_all()
#endif
#endif
}

// Whether w is one for an index by where it has failed: `fits`.
inline judge(w, index) {
  n = 0;
  for (u : 0 .. W - 1) {
    if
    :: known[u].is != gone && (failed_on[index] & bit_of(u)) -> n++
    :: else -> skip
    fi
  }
  if
  :: n < computing -> fits = !(failed_on[index] & bit_of(w))
  :: else -> fits = (computing == 1 || last_on[index] != w)
  fi
}

// To w, the indices from a to b.
inline hand_out(w) {
  for (i : a .. b - 1) {
    judge(w, i);
    assert(fits || kind == suspect)
  }
  n = known[w].next;
  known[w].slot[n].first = a;
  known[w].slot[n].last = b;
  known[w].slot[n].is = kind;
  known[w].slot[n].on = can_be_stolen(w) && kind == fresh;
  say(w, work, a, b, known[w].slot[n].on);
  if
  :: known[w].slot[n].on ->
     stake_of(w, n).begun = a;
     stake_of(w, n).limit = b
  :: else -> skip
  fi;
  known[w].chunks++;
  known[w].next = 1 - n
}

#define take_first(set) \
  do :: !(set & bit_of(a)) -> a++ :: else -> break od; \
  b = a + 1; \
  set = set & ~bit_of(a)

inline choose_from_supply() {
  kind = fresh;
  a = 0;
  take_first(supply);
  if
  :: true
  :: CHUNK > 1 && b < N && (supply & bit_of(b)) -> supply = supply & ~bit_of(b); b++
  fi
}

inline choose_to_retry(w) {
  kind = again;
  for (a : 0 .. N - 1) {
    judge(w, a);
    if
    :: (to_retry & bit_of(a)) && (fits || FAULT == RETRIES_ANYWHERE) ->
       to_retry = to_retry & ~bit_of(a);
       b = a + 1;
       break
    :: else -> skip
    fi
  }
}

// What waits gets its index when it is first handed out.
inline admit() {
  kind = fresh;
  a = size;
  b = a + 1;
  if
  :: true
  :: CHUNK > 1 && waiting > 1 -> b++
  fi;
  waiting = waiting - (b - a);
  size = b
}

// One at a time: when a worker is lost once more, it is known with which.
inline choose_suspect() {
  kind = suspect;
  a = 0;
  take_first(suspects)
}

inline feed(w) {
  do
  :: known[w].is == present && !stopping && known[w].chunks < 2 ->
     b = 0;
     if
     :: known[w].chunks == 0 && !has_fresh ->
        if
        :: to_retry != 0 -> choose_to_retry(w)
        :: else -> skip
        fi;
        if
        :: b == 0 && suspects != 0 -> choose_suspect()
        :: else -> skip
        fi
     :: supply != 0 -> choose_from_supply()
     :: supply == 0 && waiting != 0 -> admit()
     :: known[w].chunks == 1 -> skip    // it does not look ahead
     fi;
     if
     :: b == 0 -> break
     :: else -> hand_out(w)
     fi
  :: else -> break
  od
}

inline feed_the_hungry() {
  for (v : 0 .. W - 1) {
    if
    :: has_work && known[v].chunks == 0 && FAULT != LEAVES_THE_HUNGRY -> feed(v)
    :: else -> skip
    fi
  }
}

#define rest_of(w, slot) (stake_of(w, slot).limit - stake_of(w, slot).begun)
#define is_begun(w, k) (stake_of(w, k).begun != known[w].slot[k].first)

// What a worker may lose: all of its next chunk, and some of the one that it is in. It keeps one of
// this where it may not have heard of it yet.
#define is_next(w, k) (known[w].chunks == 2 && (k) != oldest(w))
#define keeps_one(w, k) \
  (!is_next(w, k) && !is_begun(w, k) && rest_of(w, k) != 0 && FAULT != TAKES_ALL)
#define movable(w, k) (known[w].slot[k].on * (rest_of(w, k) - keeps_one(w, k)))
#define can_spare(w) \
  (known[w].chunks != 0 && (movable(w, oldest(w)) != 0 || \
                            (known[w].chunks == 2 && movable(w, 1 - oldest(w)) != 0)))
#define is_hungry(w) (known[w].is == present && known[w].chunks == 0)

inline take_back(w, k) {
  b = known[w].slot[k].last;
  a = b - movable(w, k);
  if
  :: true
  :: a + 1 < b && k == oldest(w) -> a++    // half of it
  fi;
  stake_of(w, k).limit = a;
  known[w].slot[k].last = a;
  give_back(a, b)
}

inline relieve() {
  if
  :: known[w].chunks == 2 && movable(w, 1 - oldest(w)) != 0 -> take_back(w, 1 - oldest(w))
  :: else -> take_back(w, oldest(w))
  fi;
  feed_the_hungry()
}

inline count_failure(w, index) {
  books[call_now].threw[index]++;
  books[call_now].failing[w] = books[call_now].failing[w] | bit_of(index)
}

inline grow(index) {
  if
  :: adds(index) ->
     assert(size + waiting < N);
     waiting++
  :: else -> skip
  fi
}

#if defined(AT_ONCE) || FAULT == ADDS_AT_ONCE
#define grow_by_result(index) skip
#else
#define grow_by_result(index) grow(index)
#endif

// What is reported on includes what has failed, and has added nothing.
inline count_back(w, from, to) {
  for (i : from .. to - 1) {
    if
    :: books[call_now].failing[w] & bit_of(i) -> skip
    :: else ->
       assert(books[call_now].counted[i] == 0);
       books[call_now].counted[i]++;
       grow_by_result(i)
    fi
  }
}

inline forget(w, k) {
  known[w].slot[k].first = 0;
  known[w].slot[k].last = 0;
  known[w].slot[k].is = fresh;
  known[w].slot[k].on = false
}

// Nobody has begun what is left of it.
inline give_back_rest(from, to, it_is) {
  if
  :: from >= to -> skip
  :: else ->
     if
     :: it_is == again && FAULT != FORGETS_RETURNED ->
        to_retry = to_retry | bit_of(from)
     :: it_is == suspect -> suspects = suspects | bit_of(from)
     :: else -> give_back(from, to)
     fi
  fi
}

inline take_hello(w) {
  known[w].is = present;
  if
  :: note -> known[w].is = gone; left_us++; book_failure(N, w)
  :: else -> skip
  fi
}

inline take_done(w) {
  count_back(w, first, last);
  books[call_now].failing[w] = 0;
  assert(known[w].chunks != 0);
  b = oldest(w);
  give_back_rest(last, known[w].slot[b].last, known[w].slot[b].is);
#if FAULT != HAS_ONE_STAKE
  stake_of(w, b).begun = 0;
  stake_of(w, b).limit = 0;
#endif
  forget(w, b);
  known[w].settled = 0;
  known[w].chunks--
}

inline take_left(w) {
  known[w].is = gone;
  left_us++;
  if
  :: note -> count_failure(w, last - 1); book_failure(last - 1, w)
  :: else -> skip
  fi;
  count_back(w, first, last);
  books[call_now].failing[w] = 0;
#if FAULT != FORGETS_LEFT
  if
  :: known[w].chunks == 0 -> skip
  :: else ->
     b = oldest(w);
     if
     :: last > known[w].slot[b].first -> known[w].slot[b].first = last
     :: else -> skip
     fi;
     give_back_rest(known[w].slot[b].first, known[w].slot[b].last, known[w].slot[b].is);
     b = 1 - b;
     if
     :: known[w].chunks == 2 ->
        give_back_rest(known[w].slot[b].first, known[w].slot[b].last, known[w].slot[b].is)
     :: else -> skip
     fi
  fi;
#endif
  forget(w, 0);
  forget(w, 1);
  known[w].settled = 0;
  known[w].chunks = 0
}

inline take_in_time(w) {
  if
  :: what == hello -> not_seen--; take_hello(w)
  :: what == results ->
     count_back(w, first, last);
     for (i : first .. last - 1) { known[w].settled = known[w].settled | bit_of(i) }
  :: what == done -> take_done(w)
  :: what == left -> take_left(w)
  :: what == added -> grow(first)
  :: what == failed ->
     known[w].settled = known[w].settled | bit_of(first);
     count_failure(w, first);
     book_failure(first, w)
  fi
}

// Others have what this worker speaks of. When it has reported on all of that it is as good as any.
inline take_late(w) {
#if FAULT == TAKES_LATE_WORDS
  if
  :: what == done || what == results -> count_back(w, first, last)
  :: else -> skip
  fi;
#endif
#if FAULT == ADDS_LATE_WORDS
  if
  :: what == done || what == results -> for (i : first .. last - 1) { grow(i) }
  :: else -> skip
  fi;
#endif
#if FAULT == RETRIES_LATE_WORDS
  if
  :: what == failed -> book_failure(first, w)
  :: else -> skip
  fi;
#endif
  if
  :: what == hello -> left_us--; take_hello(w)
  :: what == done ->
     known[w].chunks--;
     if
     :: known[w].chunks == 0 -> left_us--; known[w].is = present
     :: else -> skip
     fi
  :: what == left ->
     known[w].is = gone;
     known[w].chunks = 0;
     if
     :: note -> book_failure(N, w)
     :: else -> skip
     fi
  :: else -> skip
  fi
}

inline take(w) {
  if
  :: known[w].is == gone -> skip    // the last words of a dead worker
  :: else ->
     if
     :: known[w].is == silent -> take_late(w)
     :: else -> take_in_time(w)
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
  (known[w].is != gone && (dead[w] || (to_doubt && known[w].is == present && known[w].chunks)))

// What of a chunk was not begun is as it was; what may have been begun is suspect, unless it has
// been reported on.
inline forfeit(w, k) {
  a = known[w].slot[k].first;
  b = known[w].slot[k].last;
  if
  :: known[w].slot[k].on -> b = stake_of(w, k).begun; stake_of(w, k).limit = b
  :: else -> skip
  fi;
  give_back_rest(b, known[w].slot[k].last, known[w].slot[k].is);
  for (i : a .. b - 1) {
    if
    :: (known[w].settled & bit_of(i)) && FAULT != GIVES_SETTLED -> skip
    :: else -> suspects = suspects | bit_of(i)
    fi
  }
  forget(w, k)
}

inline lose(w) {
  has_lost = true;
  books[call_now].losses++;
  books[call_now].failing[w] = 0;
  if :: known[w].is == unseen -> not_seen-- :: else -> skip fi;
  if :: known[w].is != silent -> left_us++ :: else -> skip fi;
  if
  :: known[w].is == present && known[w].chunks != 0 ->
#if FAULT != FORGETS_LOST
     forfeit(w, oldest(w));
     if :: known[w].chunks == 2 -> forfeit(w, 1 - oldest(w)) :: else -> skip fi;
#endif
     known[w].settled = 0
  :: else -> skip
  fi;
  if
  :: dead[w] -> known[w].is = gone; known[w].chunks = 0
  :: else -> known[w].is = silent; to_doubt--
  fi;
  feed_the_hungry()
}

#if FAULT == ENDS_EARLY
#define is_busy(w) (known[w].is == present && known[w].chunks > 1)
#else
#define is_busy(w) (known[w].is == present && known[w].chunks > 0)
#endif
// any(what): whether it is true of some worker; pick(what) sets w to one of which it is.
#if W == 1
#define any(what) what(0)
#define pick(what) w = 0
#elif W == 2
#define any(what) (what(0) || what(1))
#define pick(what) if :: what(0) -> w = 0 :: what(1) -> w = 1 fi
#else
#define any(what) (what(0) || what(1) || what(2))
#define pick(what) if :: what(0) -> w = 0 :: what(1) -> w = 1 :: what(2) -> w = 2 fi
#endif
#if FAULT == IGNORES_UNSEEN
#define all_have_come (not_seen < W)
#else
#define all_have_come (not_seen == 0)
#endif
#if FAULT == ENDS_OPEN
#define has_more has_work
#else
#define has_more (has_work || may_grow)
#endif
#define is_over (all_have_come && !any(is_busy) && (stopping || !has_more || left_us == W))

#if FAULT == QUIET_WHEN_ALL_LOST
#define is_left_undone false
#elif FAULT == QUIET_WHEN_SOME_WAIT
#define is_left_undone (supply != 0 || to_retry != 0 || suspects != 0)
#else
#define is_left_undone has_more
#endif

// `early`: the root leaves, and the loop does not come to its end.
inline end_loop(early) {
  if
  :: early || !has_lost || stopping || !is_left_undone -> skip
  :: else -> failures++    // no worker is left to do the rest
  fi;
#if FAULT != DROPS_RETRY
  for (i : 0 .. N - 1) {
    if :: to_retry & bit_of(i) -> failures++ :: else -> skip fi
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
    assert(books[call_now].visited[i] == books[call_now].counted[i] + books[call_now].threw[i]);
#endif
    assert(stopping || failures || (left_us == W && !has_lost) ||
           books[call_now].counted[i] == 1);
#ifndef SURVIVE
    books[call_now].visited[i] = 0;    // nobody visits them any more: fewer states
    books[call_now].counted[i] = 0;
    books[call_now].threw[i] = 0
#endif
  }
}

inline forget_all() {
  for (w : 0 .. W - 1) {
    if
    :: known[w].is == silent || (known[w].is == gone && dead[w]) -> skip
    :: else -> known[w].is = unseen
    fi;
    known[w].chunks = 0;
    known[w].next = 0;
    known[w].settled = 0;
    forget(w, 0);
    forget(w, 1)
  }
  for (i : 0 .. N - 1) { failed_on[i] = 0; last_on[i] = 0 }
  supply = 0; waiting = 0; size = 0; to_retry = 0; suspects = 0;
  not_seen = 0; left_us = 0; failures = 0;
  stopping = false; has_lost = false; may_grow = false;
  call_now++
}

// Who was lost before is not waited for. One that was only silent may come all the same.
inline begin_loop() {
  for (w : 0 .. W - 1) {
    if
    :: known[w].is == unseen -> not_seen++
    :: else -> left_us++
    fi
  }
  has_lost = (left_us == W);
#ifdef GROWS
  may_grow = true
#elif defined(SEEDS)
  waiting = SEEDS
#else
  supply = bit_of(N) - 1
#endif
}

#if FAULT == MIXES_CALLS
#define is_of_now(call) true
#else
#define is_of_now(call) (call == call_now)
#endif

// What belongs to a later loop stays where it is until then. And as the workers are alike, the
// first to come to the first loop may as well be worker 0, and so on.
#define has_news(w) (nempty(up[w]) && !up[w]?[eval(call_now + 1), _, _, _, _] && may_come(w))
#define may_come(w) (w == 0 || REMOTE || call_now || known[w - (w != 0)].is != unseen)

// The root stops or leaves when something has come: if it could do so at any moment, no loop in
// which all wait for ever would be seen.
inline may_stop() {
  if
  :: true
#ifdef STOP
  :: true -> stop_all()
#endif
#ifdef QUIT
  :: true -> end_loop(1); forget_all(); goto next_loop
#endif
  fi
}

inline hear_from(w) {
  up[w]?from_call, what, first, last, note;
  if
  :: is_of_now(from_call) -> take(w); may_stop()
  :: else -> skip
  fi
}

proctype manager() {
next_loop:
  do
  :: call_now < CALLS ->
     atomic { begin_loop(); may_stop() }
     do
     :: atomic { any(has_news) -> pick(has_news); hear_from(w) }
     :: atomic {
          !stopping && supply == 0 && any(is_hungry) && any(can_spare) ->
          pick(can_spare);
          relieve();
          may_stop()
        }
#ifdef GROWS
     :: atomic { may_grow && size + waiting < N -> waiting++; feed_the_hungry() }
     :: atomic { may_grow && size + waiting == N -> may_grow = false }
#endif
#ifdef SURVIVE
     :: atomic { any(may_be_lost) -> pick(may_be_lost); lose(w) }
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
#define limit_of(w, slot) (on[slot] -> stake_of(w, slot).limit : ends[slot])

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
     on[heard] = said;
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
  if :: on[front] -> stake_of(me, front).begun = given :: else -> skip fi
}

inline report_if_through() {
  if
  :: is_at_work && !can_begin ->
     report(done, shown, at, stopped);
     open = false;
     begins[front] = 0;
     ends[front] = 0;
     on[front] = false;
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
     if
     :: books[call].visited[at] -> books[call].tries++
     :: else -> skip
     fi;
     books[call].visited[at]++;
#if defined(AT_ONCE) || FAULT == ADDS_AT_ONCE
     if
     :: adds(at) -> report(added, at, at + 1, 0)
     :: else -> skip
     fi;
#endif
     at++;
     if
     :: true
#ifdef LEAVE
     :: true -> leave(0)
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
  bool on[2], open, halted, stopped, ended, left_it;

  do
  :: call < CALLS ->
     if
     :: true -> report(hello, 0, 0, 0)
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
     :: atomic { is_at_work -> open_chunk() }
        take_some();
        atomic { begin(); visit(); report_if_through() }
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
       on[0] = false; on[1] = false;
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
    for (w : 0 .. W - 1) { known[w].is = unseen; forget(w, 0); forget(w, 1) }
    run manager();
    for (i : 0 .. W - 1) { run worker(i) }
  }
}
