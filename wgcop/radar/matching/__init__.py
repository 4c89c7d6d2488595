"""How texts are compared: values in, values out."""
