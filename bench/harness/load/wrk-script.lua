-- Sends the requests of BENCH_REQUESTS in turn, looks at every answer, and writes the result to BENCH_RESULT.
local requests = dofile(os.getenv("BENCH_REQUESTS"))
local expected, formatted, threads = {}, {}, {}
local at = 0

wrong, example = 0, ""

function setup(thread)
  table.insert(threads, thread)
end

function init()
  for i, each in ipairs(requests) do
    expected[each.expected] = true
    formatted[i] = wrk.format(each.method, each.path, each.headers, each.body ~= "" and each.body or nil)
  end
end

function request()
  at = at % #formatted + 1
  return formatted[at]
end

function response(status, headers, body)
  if status ~= 200 or not expected[body] then
    wrong = wrong + 1
    if example == "" then example = "status " .. status .. ": " .. body:sub(1, 300) end
  end
end

local function quoted(text)
  return '"' .. text:gsub('[%c"\\]', function(c) return string.format("\\u%04x", c:byte()) end) .. '"'
end

function done(summary, latency)
  local bad, first = 0, ""
  for _, thread in ipairs(threads) do
    bad = bad + thread:get("wrong")
    first = first ~= "" and first or thread:get("example")
  end
  local e = summary.errors
  local failures = e.connect + e.read + e.write + e.timeout
  local file = io.open(os.getenv("BENCH_RESULT"), "w")
  file:write(string.format(
    '{"requests":%d,"seconds":%.6f,"p50":%.4f,"p99":%.4f,"wrong":%d,"errors":%d,"example":%s}',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    bad, failures, quoted(first)))
  file:close()
end
