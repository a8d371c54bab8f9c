import { field, h, notice, number, show, table } from "./dom.js";
import { api, isSignedIn, signIn } from "./session.js";

const month = h("input", { type: "month", value: new Date().toISOString().slice(0, 7), required: true });
const content = h("div", { "aria-live": "polite" });

/** Offers a CSV as a file: a link could not send the token. */
async function download(path, name) {
  const text = await api(`${path}?month=${month.value}`, { accept: "text/csv" });
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  h("a", { href: url, download: `${name}-${month.value}.csv` }).click();
  URL.revokeObjectURL(url);
}

const share = each => (each.monthly_quota ? `${Math.round((100 * each.calls) / each.monthly_quota)} %` : "no quota");

function usageTable(usage) {
  return usage.length === 0 ? h("p", {}, "No application of yours has a subscription or calls in this month.") : table("Usage", [
    { title: "Application", value: each => each.application_name },
    { title: "API", value: each => each.api_name + " " + each.api_version },
    { title: "Plan", value: each => each.plan },
    { title: "Calls", number: true, value: each => number(each.calls) },
    { title: "Quota", number: true, value: each => (each.monthly_quota ? number(each.monthly_quota) : "–") },
    { title: "Used", value: each => [each.monthly_quota && h("meter", { min: 0, max: each.monthly_quota, value: each.calls, "aria-label": "Share of the quota" }), " ", share(each)] },
  ], usage);
}

function invoiceTable(invoice) {
  return invoice.lines.length === 0 ? h("p", {}, "Nothing to pay.") : [table("Invoice", [
    { title: "Application", value: line => line.application_name },
    { title: "API", value: line => line.api_name + " " + line.api_version },
    { title: "Item", value: line => (line.item === "PLAN" ? `${line.plan}, one month` : `${line.plan}, calls over the quota`) },
    { title: "Quantity", number: true, value: line => number(line.quantity) },
    { title: "Unit price", number: true, value: line => line.unit_price },
    { title: "Amount", number: true, value: line => `${line.amount} ${line.currency}` },
  ], invoice.lines), invoice.totals.map(total => h("p", { class: "price" }, "Total ", total.amount, " ", total.currency))];
}

async function refresh() {
  try {
    const [{ usage }, invoice] = await Promise.all([api("/usage?month=" + month.value), api("/invoice?month=" + month.value)]);
    content.replaceChildren(...[
      h("h2", {}, "Calls"), usageTable(usage),
      h("h2", {}, "Invoice"), invoiceTable(invoice),
      h("div", { class: "actions" },
        h("button", { class: "plain", type: "button", onclick: () => download("/usage", "usage") }, "Calls as CSV"),
        h("button", { class: "plain", type: "button", onclick: () => download("/invoice", "invoice") }, "Invoice as CSV")),
    ].flat(Infinity));
  } catch (failure) {
    content.replaceChildren(notice(failure.message, "bad"));
  }
}

if (isSignedIn()) {
  month.addEventListener("change", refresh);
  show(h("div", { class: "bar" }, field("Month", month)), content);
  await refresh();
} else {
  show(notice("Sign in to see your usage."), h("button", { type: "button", onclick: signIn }, "Sign in"));
}
