/**
 * Records as text: YAML and canonical JSON, with errors that carry line and column.
 *
 * <p>A value is read into, and written from, the record that uses it; there are no configuration
 * classes besides the records. The rules:
 *
 * <ul>
 *   <li>A record is a mapping; its components are the keys, in kebab-case: {@code widenFactor} is
 *       {@code widen-factor}.
 *   <li>A choice, that is a value whose declared type is a sealed interface, is written like a
 *       constructor call: {@code {wide-res-net: {depth: 28, widen-factor: 10}}}. Without arguments
 *       the bare name is enough: {@code nominal}; if the only required argument is a text, so is that
 *       text: {@code {checkpoint: linf.safetensors}}. A constant of an enum among the choices is always
 *       the bare name.
 *   <li>An enum constant is its name in kebab-case. In the names of constants and choices case, hyphens
 *       and underscores are ignored when reading.
 *   <li>A text type, that is a class with {@code public static T parse(String)}, is written as the
 *       text that its {@code toString} returns.
 *   <li>A component is optional when it is an {@code Optional}, or when it carries {@code
 *       @JsonProperty(defaultValue = "...")} with the default in YAML. All others are required. {@link
 *       io.stockpot.text.Defaults} makes the same values without a text.
 *   <li>A component that is a record and carries {@code @JsonUnwrapped} has no key of its own: the keys of
 *       that record stand in its place. Its default is a mapping of defaults for some of these, which go
 *       before their own.
 *   <li>Otherwise: strings, int, long, double, boolean, lists, and maps from names.
 * </ul>
 */
package io.stockpot.text;
