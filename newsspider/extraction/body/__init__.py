"""The body: each line of the page with its features, and the model that keeps or cuts it."""
