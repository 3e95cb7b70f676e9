// Package storms lets a REST application fail in every way that one can while several clients write to it through the
// gateway. Each client sends its request again for as long as it is told to, as identity providers do. In the end every
// person exists once, nobody is missing from a team, and other applications have noticed nothing.
//
//	site_test.go     a gateway in front of two help desks, and a network to one of them that fails
//	client_test.go   a client that does not give up
//	storm_test.go    what goes wrong for many clients, and what must be true afterwards
//	story_test.go    one person's life at the help desk, under every kind of trouble
//	lost_test.go     answers that never come
//	hostile_test.go  texts that would like to be calls of their own
package storms
