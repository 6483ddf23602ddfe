/** Fields for the arguments of a tool, from its JSON Schema. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, changed } from '../store.js';
import { t } from '../i18n.js';

/** @typedef {{type?: string, description?: string, enum?: string[], properties?: Record<string, Schema>, required?: string[]}} Schema */

/** @param {Schema|undefined} schema @param {string} [prefix] @returns {unknown} */
export function toolFields(schema, prefix = '') {
  return Object.entries(schema?.properties ?? {}).map(([name, field]) => one(`${prefix}${name}`, name, field, (schema?.required ?? []).includes(name)));
}

/** @param {string} path @param {string} name @param {Schema} field @param {boolean} required */
function one(path, name, field, required) {
  if (field.properties) {
    return html`<fieldset class="nested"><legend>${name.replaceAll('_', ' ')}</legend>${toolFields(field, `${path}.`)}</fieldset>`;
  }
  const label = html`<span>${name.replaceAll('_', ' ')}${required ? '' : html` <small>${t('field.optional')}</small>`}</span>`;
  const hint = field.description ? html`<small class="hint">${field.description}</small>` : nothing;
  if (field.enum) {
    return html`<label class="field">${label}<select name=${path}>${required ? nothing : html`<option value=""></option>`}${field.enum.map((v) => html`<option>${v}</option>`)}</select>${hint}</label>`;
  }
  if (field.type === 'boolean') {
    return html`<label class="check"><input type="checkbox" name=${path}> ${label}</label>`;
  }
  return field.type === 'integer' || field.type === 'number'
    ? html`<label class="field">${label}<input type="number" step=${field.type === 'integer' ? '1' : 'any'} name=${path} ?required=${required}>${hint}</label>`
    : html`<label class="field">${label}<input type="text" name=${path} ?required=${required} autocomplete="off">${hint}</label>`;
}

/**
 * What was filled in, as the tool wants it; null if a field holds no JSON where it must, which is
 * then told.
 * @param {HTMLFormElement} form @param {Schema|undefined} schema @param {string} [prefix] @returns {Record<string, unknown>|null}
 */
export function read(form, schema, prefix = '') {
  const data = new FormData(form);
  /** @type {Record<string, unknown>} */
  const values = {};
  for (const [name, field] of Object.entries(schema?.properties ?? {})) {
    const path = `${prefix}${name}`;
    if (field.properties) {
      const inner = read(form, field, `${path}.`);
      if (!inner) {
        return null;
      }
      if (Object.keys(inner).length) {
        values[name] = inner;
      }
      continue;
    }
    const text = String(data.get(path) ?? '').trim();
    if (field.type === 'boolean') {
      values[name] = data.has(path);
    } else if (text !== '') {
      try {
        values[name] = field.type === 'integer' || field.type === 'number' ? Number(text) : field.type === 'object' || field.type === 'array' ? JSON.parse(text) : text;
      } catch {
        app.trouble = t('field.no_json', { name });
        changed();
        return null;
      }
    }
  }
  return values;
}
