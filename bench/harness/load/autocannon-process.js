/** The process of the autocannon load: takes a job, sends its result, and waits for the next one. */
import autocannon from 'autocannon';
import { percentile } from '../statistics.js';

process.on('message', async (job) => process.send(await run(job)));
process.on('disconnect', () => process.exit(0));

async function run({ port, connections, seconds, requests }) {
  const latencies = [];
  const seen = { wrong: 0, errors: 0, example: undefined };
  const wrong = (text) => {
    seen.wrong++;
    seen.example ??= text;
  };
  let begin;
  let end;
  let next = 0;
  const single = requests.length === 1;
  const [first] = requests;
  const tracker = autocannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    duration: seconds,
    sampleInt: 20,
    timeout: 10,
    ...(single
      ? {
          ...wireForm(first),
          path: undefined,
          requests: [wireForm(first)],
          verifyBody: (body) => isExpected(first, body),
        }
      : { setupClient: (client) => client.setRequests(share(next++)) }),
  });

  function isExpected(request, body) {
    if (body === request.expected) return true;
    wrong(`${request.method} ${request.path} was answered with ${JSON.stringify(body.slice(0, 300))}`);
    return true;
  }

  /** Each connection has its own part of many requests. */
  function share(index) {
    return requests
      .filter((_, at) => at % connections === index % Math.min(connections, requests.length))
      .map((request) => ({ ...wireForm(request), onResponse: (_status, body) => isExpected(request, body) }));
  }

  tracker.on('response', (_client, status, _bytes, milliseconds) => {
    end = performance.now();
    begin ??= end - milliseconds;
    if (status !== 200) wrong(`status ${status}`);
    latencies.push(milliseconds);
  });
  tracker.on('reqError', (error) => {
    seen.errors++;
    seen.example ??= error.message;
  });
  const { requests: counted } = await tracker;
  const lost = counted.sent - counted.total - connections;
  if (lost > 0) {
    seen.errors += lost;
    seen.example ??= `${lost} requests were never answered`;
  }
  if (latencies.length === 0) return { requests: 0, seconds, p50: 0, p99: 0, ...seen, errors: seen.errors || 1 };
  const sorted = Float64Array.from(latencies).sort();
  return {
    requests: latencies.length,
    seconds: (end - begin) / 1000,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    ...seen,
  };
}

function wireForm({ method, path, headers, body }) {
  return { method, path, headers: headers ?? {}, body };
}
