/** Makes an element. Attributes that begin with "on" are event handlers; texts are never read as HTML. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export function show(...children) {
  document.getElementById("content").replaceChildren(...children.flat(Infinity).filter(Boolean));
}

let lastId = 0;

/** A label and its input. */
export function field(label, input, hint) {
  input.id ||= "field-" + ++lastId;
  return h("div", {}, h("label", { for: input.id }, label, hint && h("small", {}, " ", hint)), input);
}

export function select(options, selected, attributes = {}) {
  return h("select", attributes, options.map(option => {
    const [value, text] = Array.isArray(option) ? option : [option, option];
    return h("option", { value, selected: value === selected }, text);
  }));
}

export function table(caption, columns, rows) {
  const kind = column => (column.number ? "number" : null);
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    h("table", {},
      h("thead", {}, h("tr", {}, columns.map(column => h("th", { scope: "col", class: kind(column) }, column.title)))),
      h("tbody", {}, rows.map(row => h("tr", {}, columns.map(column => h("td", { class: kind(column) }, column.value(row) ?? "")))))));
}

export function notice(text, kind = "") {
  return h("p", { class: "notice " + kind, role: kind === "bad" ? "alert" : "status" }, text);
}

/** Renders the plain paragraphs of a description, with `code`. */
export function prose(text) {
  return (text || "").trim().split(/\n\s*\n/).filter(Boolean).map(paragraph =>
    h("p", {}, paragraph.split(/`([^`]+)`/).map((part, i) => (i % 2 ? h("code", {}, part) : part.replace(/\s+/g, " ")))));
}

export const number = value => new Intl.NumberFormat("en").format(value);
