"""What a trained model shows: its curve or field, its quality, its formula."""
