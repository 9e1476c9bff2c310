"""The parts between a spider and the network: one class a file."""
