// Package examples holds complete apps: each folder is an app file with what it takes to try it.
package examples

import "embed"

// FS has the examples by their folder: hr/app.yaml, devices/app.yaml and their schemas.
//
//go:embed */*.yaml */*.sql
var FS embed.FS
