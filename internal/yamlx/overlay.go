package yamlx

// Overlay lays over on base, key by key: a mapping in both is overlaid in turn, anything else in over replaces
// what base has. Nodes keep the position they came from.
func Overlay(base, over Node) Node {
	switch {
	case over.IsMissing():
		return base
	case !base.IsMap() || !over.IsMap():
		return over
	}
	merged := *base.node
	merged.entries = nil
	for _, e := range base.Entries() {
		if o := over.Get(e.Name); !o.IsMissing() {
			e.Value = Overlay(e.Value, o)
		}
		merged.entries = append(merged.entries, e)
	}
	for _, e := range over.Entries() {
		if base.Get(e.Name).IsMissing() {
			merged.entries = append(merged.entries, e)
		}
	}
	return Node{&merged}
}
