import { chart } from "./chart.js";
import { field, h, notice, number, select, show, table } from "./dom.js";
import { api, isSignedIn, signIn } from "./session.js";

const HOUR_MS = 3_600_000;
const SPANS = [["1", "Last hour"], ["6", "Last 6 hours"], ["24", "Last day"], ["168", "Last week"], ["720", "Last 30 days"], ["8760", "Last year"]];
const GROUPS = [["API", "API"], ["VERSION", "API and version"], ["APPLICATION", "Application"], ["OPERATION", "Operation"], ["STATUS", "Status"]];
const INTERVAL_S = { MINUTE: 60, HOUR: 3600, DAY: 86400 };
const LINES_MAX = 8;

const span = select(SPANS, "1");
const group = select(GROUPS, "API");
const name = h("select", {});
const content = h("div", { "aria-live": "polite" });

/** Every interval of the span, so that a pause is a line at zero and not a slope. */
function timesOf(answer) {
  const step = INTERVAL_S[answer.resolution];
  const times = [];
  for (let at = Date.parse(answer.from) / 1000; at < Date.parse(answer.to) / 1000; at += step) {
    times.push(at);
  }
  return times;
}

function line(series, times, value, absent) {
  const points = new Map(series.points.map(point => [Date.parse(point.starts_at) / 1000, point]));
  return { name: series.name, values: times.map(at => (points.has(at) ? value(points.get(at)) : absent)) };
}

const errors = point => point.client_errors + point.server_errors;

function tiles(series) {
  const sum = value => series.reduce((total, each) => total + value(each.total), 0);
  const calls = sum(total => total.calls);
  const slowest = Math.max(0, ...series.map(each => each.total.latency_ms.p95));
  const tile = (words, value) => h("li", {}, h("b", {}, value), h("span", {}, words));
  return h("ul", { class: "tiles" },
    tile("calls", number(calls)),
    tile("refused or wrong (4xx)", number(sum(total => total.client_errors))),
    tile("failed (5xx)", number(sum(total => total.server_errors))),
    tile("highest 95th percentile", `${slowest} ms`));
}

function totals(series) {
  return table("Totals", [
    { title: "Name", value: each => each.name || "other" },
    { title: "Calls", number: true, value: each => number(each.total.calls) },
    { title: "4xx", number: true, value: each => number(each.total.client_errors) },
    { title: "5xx", number: true, value: each => number(each.total.server_errors) },
    { title: "Mean ms", number: true, value: each => each.total.latency_ms.mean },
    { title: "p50 ms", number: true, value: each => each.total.latency_ms.p50 },
    { title: "p95 ms", number: true, value: each => each.total.latency_ms.p95 },
    { title: "p99 ms", number: true, value: each => each.total.latency_ms.p99 },
  ], series);
}

async function refresh() {
  const query = new URLSearchParams({ from: new Date(Date.now() - span.value * HOUR_MS).toISOString(), group_by: group.value });
  if (name.value) {
    query.set("api_name", name.value);
  }
  try {
    const answer = await api("/analytics?" + query);
    const series = answer.series.sort((one, other) => other.total.calls - one.total.calls);
    if (series.length === 0) {
      content.replaceChildren(notice("No calls in this time. They appear here a few seconds after they were answered."));
      return;
    }
    const times = timesOf(answer);
    const shown = series.slice(0, LINES_MAX);
    const per = answer.resolution.toLowerCase();
    content.replaceChildren(
      tiles(series),
      await chart(`Calls per ${per}`, "", times, shown.map(each => line(each, times, point => point.calls, 0))),
      await chart(`Errors per ${per}`, "", times, shown.map(each => line(each, times, errors, 0))),
      await chart("Latency, 95th percentile", " ms", times, shown.map(each => line(each, times, point => point.latency_ms.p95, null))),
      h("h2", {}, "Totals"), totals(series));
  } catch (failure) {
    content.replaceChildren(notice(failure.message, "bad"));
  }
}

if (isSignedIn()) {
  const { apis } = await api("/apis");
  name.append(h("option", { value: "" }, "All"), ...[...new Set(apis.map(each => each.name))].map(each => h("option", {}, each)));
  [span, group, name].forEach(each => each.addEventListener("change", refresh));
  show(h("div", { class: "bar" }, field("Time", span), field("By", group), field("API", name),
    h("button", { class: "plain", type: "button", onclick: refresh }, "Refresh")), content);
  await refresh();
} else {
  show(notice("Sign in to see the analytics."), h("button", { type: "button", onclick: signIn }, "Sign in"));
}
