// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

// Everything of dlp, and Boost.Serialization for the containers of the standard library.

#include <boost/serialization/array.hpp>
#include <boost/serialization/complex.hpp>
#include <boost/serialization/deque.hpp>
#include <boost/serialization/map.hpp>
#include <boost/serialization/set.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/unordered_map.hpp>
#include <boost/serialization/utility.hpp>
#include <boost/serialization/vector.hpp>

#include <dlp/adaptor/all_gather.hpp>
#include <dlp/adaptor/barrier.hpp>
#include <dlp/adaptor/broadcast.hpp>
#include <dlp/adaptor/call_on_root.hpp>
#include <dlp/adaptor/enumerate.hpp>
#include <dlp/adaptor/for_each.hpp>
#include <dlp/adaptor/gather.hpp>
#include <dlp/adaptor/gather_flat.hpp>
#include <dlp/adaptor/gathered_list.hpp>
#include <dlp/adaptor/gathered_map.hpp>
#include <dlp/adaptor/map.hpp>
#include <dlp/adaptor/map_reduce.hpp>
#include <dlp/adaptor/map_unordered.hpp>
#include <dlp/adaptor/once_per_node.hpp>
#include <dlp/adaptor/product.hpp>
#include <dlp/adaptor/reduce.hpp>
#include <dlp/adaptor/split_block.hpp>
#include <dlp/adaptor/split_managed.hpp>
#include <dlp/adaptor/split_round_robin.hpp>
#include <dlp/adaptor/split_shared.hpp>
#include <dlp/comm/communicator.hpp>
#include <dlp/comm/environment.hpp>
#include <dlp/comm/local_rank.hpp>
#include <dlp/comm/mark.hpp>
#include <dlp/comm/sendable_as_bytes.hpp>
#include <dlp/comm/stop_on_signal.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/failure.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/schedule/schedule.hpp>
