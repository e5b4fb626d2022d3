"""Papers: a document as blocks in their order, printed as PDF and as DOCX."""
