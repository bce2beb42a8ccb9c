import type { JsonObject, JsonValue } from '#engine';
import { referenceStyle } from './reference-style.js';

const methods = ['get', 'post', 'patch', 'delete'];

/** The API's reference as one page of HTML without a script, written from its OpenAPI document. */
export function renderReference(document: JsonObject): string {
  const info = asObject(document.info);
  const operations = Object.entries(asObject(document.paths)).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = asObject(item)[method];
      return isObject(operation) ? [{ method, path, operation }] : [];
    }),
  );
  const tags = [...new Set(operations.map(({ operation }) => tagOf(operation)))];
  const schemas = Object.entries(asObject(asObject(document.components).schemas));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${text(info.title)} ${text(info.version)}</title><style>${referenceStyle}</style></head>
<body><nav><h1>${text(info.title)} <small>${text(info.version)}</small></h1>
${tags
  .map(
    (tag) =>
      `<h2>${text(tag)}</h2><ul>${operations
        .filter((entry) => tagOf(entry.operation) === tag)
        .map(navEntry)
        .join('')}</ul>`,
  )
  .join('')}
<h2>Schemas</h2><ul>${schemas.map(([name]) => `<li><a href="#schema-${text(name)}">${text(name)}</a></li>`).join('')}</ul></nav>
<main><p class="lead">${text(info.description)} The document itself: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
${operations.map(renderOperation).join('\n')}
<h2 id="schemas">Schemas</h2>
${schemas.map(([name, schema]) => `<section id="schema-${text(name)}"><h3>${text(name)}</h3>${renderFields(schema)}${renderSource(schema)}</section>`).join('\n')}
</main></body></html>`;
}

interface Operation {
  method: string;
  path: string;
  operation: JsonObject;
}

function navEntry({ method, path, operation }: Operation): string {
  return `<li><a href="#${idOf(operation)}"><b class="${method}">${method.toUpperCase()}</b> ${text(path.replace('/api/v1', ''))}</a></li>`;
}

function renderOperation({ method, path, operation }: Operation): string {
  const parameters = Array.isArray(operation.parameters) ? operation.parameters.map(asObject) : [];
  const body = asObject(operation.requestBody);
  const responses = Object.entries(asObject(operation.responses));
  return `<section id="${idOf(operation)}"><h3><b class="${method}">${method.toUpperCase()}</b> <code>${text(path)}</code></h3>
<p>${text(operation.summary)}</p>${operation.description ? `<p>${text(operation.description)}</p>` : ''}${renderSecurity(operation.security)}
${parameters.length > 0 ? `<h4>Parameters</h4><table>${parameters.map(renderParameter).join('')}</table>` : ''}
${body.content ? `<h4>Body</h4><p>${renderContent(body.content)}</p>` : ''}
<h4>Answers</h4><table>${responses.map(renderResponse).join('')}</table></section>`;
}

function renderSecurity(security: JsonValue | undefined): string {
  const schemes = Array.isArray(security) ? security.flatMap((entry) => Object.keys(asObject(entry))) : [];
  if (schemes.length === 0) return '';
  const workspace = schemes.includes('workspace') ? ' and <code>X-Workspace-Id</code>' : '';
  return `<p><small>Needs <code>Authorization: Bearer</code>${workspace}.</small></p>`;
}

function renderParameter(parameter: JsonObject): string {
  const required = parameter.required === true ? ' <em>required</em>' : '';
  return `<tr><td><code>${text(parameter.name)}</code><br><small>${text(parameter.in)}${required}</small></td><td>${typeName(parameter.schema)}${parameter.description ? `<br>${text(parameter.description)}` : ''}</td></tr>`;
}

function renderResponse([status, response]: [string, JsonValue]): string {
  const { description, content } = asObject(response);
  return `<tr><td><code>${text(status)}</code></td><td>${text(description)}${content ? `<br>${renderContent(content)}` : ''}</td></tr>`;
}

function renderContent(content: JsonValue): string {
  return Object.entries(asObject(content))
    .map(([type, media]) => `${typeName(asObject(media).schema)} <small>${text(type)}</small>`)
    .join('<br>');
}

function renderFields(schema: JsonValue): string {
  const { properties, required } = asObject(schema);
  if (!isObject(properties)) return `<p>${typeName(schema)}</p>`;
  const names = Array.isArray(required) ? required : [];
  const rows = Object.entries(properties).map(
    ([name, property]) =>
      `<tr><td><code>${text(name)}</code>${names.includes(name) ? '' : '<br><small>optional</small>'}</td><td>${typeName(property)}</td></tr>`,
  );
  return `<table>${rows.join('')}</table>`;
}

function renderSource(schema: JsonValue): string {
  return `<details><summary>JSON Schema</summary><pre>${text(JSON.stringify(schema, null, 2))}</pre></details>`;
}

function typeName(value: JsonValue | undefined): string {
  const schema = asObject(value);
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.replace('#/components/schemas/', '');
    return `<a href="#schema-${text(name)}">${text(name)}</a>`;
  }
  if (Array.isArray(schema.enum))
    return schema.enum.map((item) => `<code>${text(JSON.stringify(item))}</code>`).join(' | ');
  const choices = schema.oneOf ?? schema.anyOf;
  if (Array.isArray(choices)) return choices.map(typeName).join(' or ');
  if (schema.type === 'array') return `list of ${typeName(schema.items)}`;
  if (schema.const !== undefined) return `<code>${text(JSON.stringify(schema.const))}</code>`;
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'any');
  return text([type, schema.format].filter(Boolean).join(', '));
}

function tagOf(operation: JsonObject): string {
  return Array.isArray(operation.tags) ? String(operation.tags[0]) : 'Other';
}

function idOf(operation: JsonObject): string {
  return text(operation.operationId);
}

function asObject(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: JsonValue | undefined): string {
  const plain = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return plain.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
