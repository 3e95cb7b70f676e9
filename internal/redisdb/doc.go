// Package redisdb talks to a Redis that replicas share and that may be cold, slow or gone at any time: whoever asks it
// waits a short while at most, and has to know another answer.
//
//	dial.go     Dial: a client that gives up quickly, of a server, of Sentinels or of a cluster
//	line.go     Line: questions with a short deadline, and none for a while after one that failed; rest.go that while
//	once.go     Once: one wait for each request
//	bucket.go   Bucket: a rate that replicas share; bucket.lua what Redis does for it
package redisdb
