"""What leaves and enters Utsyn on paper: lists, minutes, folders of attachments, and the spreadsheets of faculties."""
