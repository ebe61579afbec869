"""What makes a row, a child's rows or a file wrong: one module for the rules of each extract."""
