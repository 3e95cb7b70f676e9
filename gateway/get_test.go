package gateway_test

import (
	"testing"

	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

func TestSmoke(t *testing.T) {
	hr := gatewaytest.New(t, gatewaytest.Options{})
	users := hr.App.Endpoints["User"]
	a, err := users.Create(t.Context(), scim.NewObject("schemas", []any{scim.SchemaUser}, "userName", "ada"), gateway.View{Base: "https://h/hr/scim/v2"})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s %s", a.Version, a.Resource.AppendJSON(nil))
}
