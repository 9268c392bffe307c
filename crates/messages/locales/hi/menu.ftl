### The menu of commands: plain text.

menu-start = मेरा काम क्या है, और आपका लिखना क्यों बंद है
menu-help = कमांड, और कुछ काम न करे, तो मदद
menu-status = चैनल चेक चालू है या नहीं, कौन-से चैनल जॉइन करें
menu-protect = मेंबर्स से चैनल जॉइन करवाएँ: /protect @channel
menu-unprotect = चैनल चेक बंद करें, या कोई चैनल हटाएँ
menu-exempt = किसी को छूट दें (उनके मैसेज पर रिप्लाई करें)
menu-unexempt = किसी की छूट हटाएँ (उनके मैसेज पर रिप्लाई करें)
menu-settings = इस ग्रुप की सेटिंग
