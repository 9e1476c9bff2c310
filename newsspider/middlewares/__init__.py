"""What stands between a spider and the network: one class a file."""
