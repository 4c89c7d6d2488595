"""Prints pages as tagged PDF in a process of its own with limits, so that not even a huge paper
affects anything else.

Features call `print_once`. The process, `python -m wgcop.printing`, gets the page with all its
pictures through a pipe and no address of anything else, and answers with the PDF.
"""

from wgcop.printing.process import MIME, PrintingFailed, print_page
from wgcop.printing.shelf import clear, print_once, printed_before

__all__ = ["MIME", "PrintingFailed", "clear", "print_once", "print_page", "printed_before"]
