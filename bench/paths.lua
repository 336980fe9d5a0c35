-- Asks for the addresses in the file $BENCH_PATHS one after the other, and prints one line of figures.
local paths = {}
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
local method = os.getenv("BENCH_METHOD") or "GET"
local headers = { ["Accept-Encoding"] = "gzip" }
if os.getenv("BENCH_ETAG") ~= "" then headers["If-None-Match"] = os.getenv("BENCH_ETAG") end
local at = 0

request = function()
  at = at % #paths + 1
  return wrk.format(method, paths[at], headers)
end

done = function(summary, latency, requests)
  local errors = summary.errors
  local broken = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format("FIGURES %d %d %d %d %d %d %d\n", summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(95), errors.status, broken))
end
