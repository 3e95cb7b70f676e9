package conformance

func bulk() section        { return section{} }
func discovery() section   { return section{} }
func regressions() section { return section{} }
