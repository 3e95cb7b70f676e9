// Package jsonx is the one strict door for JSON bodies: text becomes a scim.Object, or an Error that says where and
// why not. Two parsers must never understand one text differently, so names that stand twice, text that is not
// UTF-8, data behind the value and numbers that cannot be held exactly are refused.
package jsonx
