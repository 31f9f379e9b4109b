"""The YAML spec: a language in which a person writes a network and its figure, one short line a layer."""
