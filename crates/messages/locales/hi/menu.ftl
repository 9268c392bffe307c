### The menu of commands: plain text.

menu-start = मैं क्या करता हूँ, और आप क्यों नहीं लिख पा रहे
menu-help = कमांड, और कुछ काम न करे तो मदद
menu-status = चैनल चेक चालू है या नहीं, कौन-से चैनल जॉइन करें
menu-protect = मेंबर्स से चैनल जॉइन करवाएँ: /protect @channel
menu-unprotect = चैनल चेक बंद करें, या कोई चैनल हटाएँ
menu-exempt = किसी को कभी चेक न करें (उन्हें रिप्लाई करें)
menu-unexempt = किसी को फिर से चेक करें (उन्हें रिप्लाई करें)
menu-settings = इस ग्रुप की सेटिंग
