-- What wrk tells at the end, as one line of JSON. Times in milliseconds.
done = function(summary, latency)
  local wrong = summary.errors
  io.write(string.format(
    '{"rate": %f, "p50": %f, "p95": %f, "requests": %d, "wrong": %d}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    summary.requests, wrong.status + wrong.connect + wrong.read + wrong.write + wrong.timeout))
end
