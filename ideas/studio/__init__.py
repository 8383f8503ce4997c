"""Product templates, recipes, designs and remixes."""
