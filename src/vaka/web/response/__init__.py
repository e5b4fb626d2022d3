"""The safety centre's pages: the console, the incidents, the action cards."""
