import { h, prose } from "./dom.js";

const DEPTH_MAX = 6;

/** Follows a local reference, such as #/components/schemas/Payment. */
export function resolve(document, node) {
  let current = node;
  for (let hops = 0; current?.$ref && hops < 10; hops++) {
    current = current.$ref.slice(2).split("/").reduce((inner, key) => inner?.[key.replace(/~1/g, "/").replace(/~0/g, "~")], document);
  }
  return current || {};
}

const nameOf = node => node.$ref?.split("/").pop();

/** All properties of an object schema, those of allOf included. */
function properties(document, schema) {
  const parts = (schema.allOf || []).map(part => properties(document, resolve(document, part)));
  return {
    fields: Object.assign({}, ...parts.map(part => part.fields), schema.properties),
    required: [...parts.flatMap(part => part.required), ...(schema.required || [])],
  };
}

function typeOf(document, node) {
  const schema = resolve(document, node);
  const type = [schema.type].flat().filter(Boolean).join(" or ");
  if (schema.items) {
    return "array of " + typeOf(document, schema.items);
  }
  return nameOf(node) || [type || (schema.oneOf ? "one of" : schema.properties ? "object" : "any"), schema.format && `(${schema.format})`].filter(Boolean).join(" ");
}

function limits(schema) {
  const words = {
    enum: value => value.join(", "), const: value => "always " + value, default: value => "default " + JSON.stringify(value),
    minLength: value => "at least " + value + " characters", maxLength: value => "at most " + value + " characters",
    minimum: value => "≥ " + value, maximum: value => "≤ " + value, minItems: value => "at least " + value + " items",
    maxItems: value => "at most " + value + " items", pattern: value => value,
  };
  return Object.keys(words).filter(key => schema[key] !== undefined).map(key => words[key](schema[key])).join("; ");
}

/** A nested list of a schema's properties. */
export function schemaTree(document, node, depth = 0) {
  const schema = resolve(document, node);
  if (schema.items) {
    return schemaTree(document, schema.items, depth);
  }
  const alternatives = schema.oneOf || schema.anyOf;
  if (alternatives && depth < DEPTH_MAX) {
    return h("ul", { class: "schema" }, alternatives.map(each =>
      h("li", {}, h("span", { class: "type" }, typeOf(document, each)), schemaTree(document, each, depth + 1))));
  }
  const { fields, required } = properties(document, schema);
  if (Object.keys(fields).length === 0 || depth >= DEPTH_MAX) {
    return limits(schema) ? h("p", { class: "hint" }, limits(schema)) : null;
  }
  return h("ul", { class: "schema" }, Object.entries(fields).map(([name, child]) => {
    const inner = resolve(document, child);
    const hasMore = inner.properties || inner.allOf || inner.oneOf || inner.anyOf || resolve(document, inner.items || {}).properties;
    return h("li", {},
      h("code", {}, name), " ", h("span", { class: "type" }, typeOf(document, child)), " ",
      required.includes(name) && h("span", { class: "required" }, "required"),
      h("span", { class: "hint" }, " ", [child.description || inner.description, limits(inner)].filter(Boolean).join(" · ").replace(/\s+/g, " ")),
      hasMore && schemaTree(document, child, depth + 1));
  }));
}

/** The example of a media type, or one made from its schema. */
export function example(document, media) {
  if (media?.example !== undefined) {
    return media.example;
  }
  const first = Object.values(media?.examples || {})[0];
  if (first) {
    return resolve(document, first).value;
  }
  return media?.schema ? sample(document, media.schema) : undefined;
}

function sample(document, node, depth = 0) {
  const schema = resolve(document, node);
  if (schema.example !== undefined) return schema.example;
  if (schema.examples?.length) return schema.examples[0];
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.oneOf || schema.anyOf) return sample(document, (schema.oneOf || schema.anyOf)[0], depth + 1);
  if (schema.items) return depth < DEPTH_MAX ? [sample(document, schema.items, depth + 1)] : [];
  const { fields } = properties(document, schema);
  if (Object.keys(fields).length && depth < DEPTH_MAX) {
    return Object.fromEntries(Object.entries(fields).map(([name, child]) => [name, sample(document, child, depth + 1)]));
  }
  const type = [schema.type].flat()[0];
  return { integer: 1, number: 1, boolean: true, object: {}, array: [] }[type] ?? "text";
}

export { prose };
