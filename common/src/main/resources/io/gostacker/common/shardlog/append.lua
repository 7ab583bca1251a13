-- Appends one entry to a shard's log if the log's head is the one that the caller has applied.
--
-- Returns "+<ms>", the time of the append in epoch milliseconds, when the entry was appended;
-- the head as "offset:batchId" when it is another one; nil when there is no head.
--
-- KEYS[1] {sN}:log   the stream
-- KEYS[2] {sN}:head  the newest entry as "offset:batchId"
-- ARGV[1] the head that the caller expects, "" for none
-- ARGV[2] offset of the new entry
-- ARGV[3] batch id of the new entry
-- ARGV[4] batch id of the entry before, "" for none
-- ARGV[5] the payload
local head = redis.call('GET', KEYS[2])
if (head or '') ~= ARGV[1] then
  return head
end
local time = redis.call('TIME')
local now = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
redis.call('XADD', KEYS[1], ARGV[2] .. '-0', 'b', ARGV[3], 'p', ARGV[4], 't', now, 'd', ARGV[5])
redis.call('SET', KEYS[2], ARGV[2] .. ':' .. ARGV[3])
return '+' .. now
