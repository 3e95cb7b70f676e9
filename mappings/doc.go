// Package mappings is the app file: YAML rules and expressions, compiled into a Mapping that turns records into
// resources, resources into changes, and filters into plans. It is the only package that knows both languages.
package mappings
