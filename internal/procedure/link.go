package procedure
