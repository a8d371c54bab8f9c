import { h, notice, number, show } from "./dom.js";
import { api } from "./session.js";

const price = money => `${money.amount} ${money.currency}`;

function card(plan) {
  return h("li", {},
    h("h2", {}, plan.name),
    h("p", {}, plan.description),
    h("p", { class: "price" }, plan.price_per_month ? price(plan.price_per_month) : "Free", plan.price_per_month && h("small", {}, " a month")),
    h("ul", {},
      h("li", {}, plan.requests_per_minute ? number(plan.requests_per_minute) + " requests a minute" : "No limit for a minute"),
      plan.burst_per_second && h("li", {}, number(plan.burst_per_second) + " in one second"),
      h("li", {}, plan.monthly_quota ? number(plan.monthly_quota) + " calls a month" : "No monthly quota"),
      plan.monthly_quota && h("li", {}, plan.price_per_call_over_quota
        ? price(plan.price_per_call_over_quota) + " for each call over it"
        : "Calls over it are refused with 429")));
}

try {
  show(h("ul", { class: "cards" }, (await api("/plans")).plans.map(card)));
} catch (failure) {
  show(notice(failure.message, "bad"));
}
