package config_test

import (
	"os"
	"testing"

	"github.com/scimgate/scimgate/config"
)

// Whatever the bytes are, there is either a configuration or an error that says why not.
func FuzzRead(f *testing.F) {
	example, err := os.ReadFile("gateway.example.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(example)
	f.Add([]byte("clients: {}\napps: [{}, [], ~, 1]\ntls: ~\n"))
	f.Add([]byte("clients: [~, [], {tokens: {}, apps: ~}]\napps: {file: x}\nadmin: {listen: []}\nredis: []\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		cfg, found := config.Read("gateway.yaml", src, variables)
		if (cfg == nil) != found.HasErrors() {
			t.Errorf("configuration %v with findings %v", cfg, found)
		}
	})
}
