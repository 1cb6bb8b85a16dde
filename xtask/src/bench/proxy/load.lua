-- What `wrk` sends, and a line of JSON about what came of it.
--   wrk … -- get <path>…     the paths in turn
--   wrk … -- create <run>    a client of its own under a key of its own, each time

local threads = {}

-- Answers to a create that promise nothing; wrk itself counts those from 400 on.
wrong = 0

function setup(thread)
  table.insert(threads, thread)
end

local function get(paths)
  local ready, place = {}, 0
  wrk.headers["Accept-Encoding"] = "gzip, deflate, br"
  for number, path in ipairs(paths) do
    ready[number] = wrk.format("GET", path)
  end
  function request()
    place = place % #ready + 1
    return ready[place]
  end
end

local function create(run)
  local count, headers = 0, {
    ["Host"] = wrk.headers["Host"],
    ["Origin"] = "http://" .. wrk.headers["Host"],
    ["X-Roosted-Form"] = "1",
    ["Content-Type"] = "application/json",
  }
  function request()
    count = count + 1
    headers["Idempotency-Key"] = string.format("%08x-8d1b-4c77-9d6b-%012x", run, count)
    local body = string.format(
      '{"client_name":"Ada Lovelace %d %d","client_contact_email":"ada.%d.%d@example.org","client_city":"London"}',
      run, count, run, count)
    return wrk.format("POST", "/api/clients", headers, body)
  end
  function response(status)
    if status < 400 and status ~= 201 then wrong = wrong + 1 end
  end
end

function init(arguments)
  local kind = table.remove(arguments, 1)
  if kind == "create" then create(tonumber(arguments[1])) else get(arguments) end
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  for _, thread in ipairs(threads) do failed = failed + thread:get("wrong") end
  io.write(string.format('{"requests":%.0f,"microseconds":%.0f,"failed":%.0f,"p50":%.0f,"p99":%.0f}\n',
    summary.requests, summary.duration, failed, latency:percentile(50), latency:percentile(99)))
end
