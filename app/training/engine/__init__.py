"""The fast way through the same updates as `app.training.trainer`: kernel calls without autograd, for many models at once."""
