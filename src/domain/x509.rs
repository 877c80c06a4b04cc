//! X.509: the chain walk, DN text and DIRAC extensions, from bytes alone.
