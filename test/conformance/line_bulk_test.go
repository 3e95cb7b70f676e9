package conformance

func bulk() section {
	return section{"bulk", "Bulk", []line{
		{"7644 3.7", "bulk that is not there answers 501, and the configuration says so", func(s *site) {
			s.send("POST", "/Bulk", `{}`).fails(501, "")
			s.send("GET", "/ServiceProviderConfig", "").has("bulk/supported", false).has("bulk/maxOperations", 0.0).has("bulk/maxPayloadSize", 0.0)
		}},
	}}
}
