package testenv

import "os"

// N is how many rounds a test runs: normal in every run, long under `make long`. It is the same code with a
// bigger number, never another test.
func N(normal, long int) int {
	if os.Getenv(LongVar) != "" {
		return long
	}
	return normal
}
