package conformance

func writes() section      { return section{} }
func bulk() section        { return section{} }
func protocol() section    { return section{} }
func discovery() section   { return section{} }
func regressions() section { return section{} }
