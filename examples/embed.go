// Package examples holds complete apps: each folder is an app file with what it takes to try it.
package examples

import "embed"

// FS has the examples by their folder: hr/app.yaml and its schemas.
//
//go:embed hr/*.yaml hr/*.sql
var FS embed.FS
