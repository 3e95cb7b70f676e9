-- Takes one token of the bucket KEYS[1]. ARGV: microseconds from one token to the next, how many a full bucket has, and
-- how many microseconds the caller waits at most. Answers whether it was taken, and after how many microseconds it is
-- there. What is kept is the time at which the bucket will be full again; a bucket that is full is not kept.
local interval, burst, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local wait = math.max(math.ceil(full - (burst - 1) * interval - now), 0)
if wait > most then
  return {0, wait}
end
full = full + interval
redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
return {1, wait}
