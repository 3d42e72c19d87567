"""Text in: documents, sentences, spans. Reads files, knows no meaning."""
