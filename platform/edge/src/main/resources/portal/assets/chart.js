import { h } from "./dom.js";

const COLOURS = 6;
const HEIGHT = 240;

let library = null;

function load() {
  library ||= new Promise((loaded, failed) => {
    document.head.append(h("link", { rel: "stylesheet", href: "/portal/lib/uplot.css" }));
    document.head.append(Object.assign(document.createElement("script"), { src: "/portal/lib/uplot.js", onload: () => loaded(window.uPlot), onerror: failed }));
  });
  return library;
}

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * Draws lines over time. Dashes tell lines apart without their colours; the table below the charts has the same figures.
 * times are seconds; lines have a name and as many values as there are times.
 */
export async function chart(title, unit, times, lines) {
  const Plot = await load();
  const place = h("div", { class: "chart" });
  const figure = h("figure", { role: "group", "aria-label": title }, h("figcaption", {}, h("h2", {}, title)), place);
  const counts = unit === "" ? { incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1e5, 1e6] } : {};
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line") } };
  const options = {
    width: Math.max(300, document.getElementById("content").clientWidth), height: HEIGHT,
    padding: [null, 28, null, null],
    scales: { y: { range: (plot, low, high) => [0, Math.max(1, high * 1.1)] } },
    axes: [axis, { ...axis, ...counts, size: 64, values: (plot, values) => values.map(value => value + unit) }],
    series: [{}, ...lines.map((line, i) => ({
      label: line.name, stroke: colour(`--series-${(i % COLOURS) + 1}`), width: 2, dash: i < COLOURS ? undefined : [6, 4],
      points: { show: times.length < 60, size: 5 }, value: (plot, value) => (value === null ? "–" : value + unit),
    }))],
  };
  const plot = new Plot(options, [times, ...lines.map(line => line.values)], place);
  new ResizeObserver(() => place.clientWidth && plot.setSize({ width: place.clientWidth, height: HEIGHT })).observe(place);
  return figure;
}
