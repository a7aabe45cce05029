"""thidua: one emulation movement, from the plan on paper to the certificate in hand."""
