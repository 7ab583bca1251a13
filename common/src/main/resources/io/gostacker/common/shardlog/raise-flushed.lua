-- Raises the position up to which MySQL has a shard's log; never lowers it.
--
-- Returns 1 when it was raised, 0 when it stood as high already.
--
-- KEYS[1] {sN}:flushed  "offset:batchId"
-- ARGV[1] offset of the new position
-- ARGV[2] batch id of the new position
local known = redis.call('GET', KEYS[1])
if known and tonumber(string.match(known, '^%d+')) >= tonumber(ARGV[1]) then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1] .. ':' .. ARGV[2])
return 1
